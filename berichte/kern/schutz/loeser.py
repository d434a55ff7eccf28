"""Die Tür zum Löser HiGHS: lineare Programme mit Gleichungen, einmal aufgestellt und mit vielen Zielen gelöst.

highspy und numpy sind schwer, und nur eine Freigabe rechnet damit: Sie werden erst geladen, wenn ein Programm entsteht.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import Highs


@cache
def _loeser() -> "Highs":
    """Ein Löser für alle kleinen Programme: Ihn anzulegen dauert länger als eines zu lösen. Ein Kern und keine
    Vorverarbeitung: gleiche Eingabe, gleiche Ecke."""
    import highspy

    loeser = highspy.Highs()
    einstellungen = {"output_flag": False, "presolve": "off", "solver": "simplex", "parallel": "off", "threads": 1}
    for name, wert in einstellungen.items():
        loeser.setOptionValue(name, wert)
    return loeser


class LinearesProgramm:
    """Spalten mit Grenzen, Zeilen als Gleichungen {Spalte: Faktor} = Wert. Gilt, bis das nächste aufgestellt wird."""

    def __init__(self, grenzen: Sequence[tuple[float, float]], zeilen: Sequence[tuple[Mapping[int, float], float]]):
        import highspy
        import numpy

        programm = highspy.HighsLp()
        programm.num_col_, programm.num_row_ = len(grenzen), len(zeilen)
        programm.col_cost_ = numpy.zeros(len(grenzen))
        programm.col_lower_ = [unten for unten, _ in grenzen]
        programm.col_upper_ = [oben for _, oben in grenzen]
        programm.row_lower_ = programm.row_upper_ = [wert for _, wert in zeilen]
        matrix = programm.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = numpy.cumsum([0, *(len(zeile) for zeile, _ in zeilen)])
        matrix.index_ = [spalte for zeile, _ in zeilen for spalte in zeile]
        matrix.value_ = [faktor for zeile, _ in zeilen for faktor in zeile.values()]
        self._spalten = numpy.arange(len(grenzen), dtype=numpy.int32)
        _loeser().passModel(programm)

    def kleinste(self, kosten: Sequence[float]) -> list[float] | None:
        """Werte der Spalten mit den kleinsten Kosten; None, wenn nichts alle Gleichungen erfüllt."""
        import highspy
        import numpy

        loeser = _loeser()
        if not len(self._spalten):
            return []
        loeser.changeColsCost(len(self._spalten), self._spalten, numpy.asarray(kosten, dtype=float))
        loeser.run()
        if loeser.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return loeser.getSolution().col_value
