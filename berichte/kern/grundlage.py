"""Ab welcher Grundlage ein Verhältnis gezeigt wird. Geschützte Zahlen sind gerundet: Aus kleinen gäbe ein Anteil eine
Genauigkeit vor, die er nicht hat. Alle Anteile und Veränderungen der Abbildungen entstehen hier."""

from decimal import Decimal

from dresden_senioren.kern import zahlen

from .tabelle import Zeichen

PROZENT_AB = 50  # geschützte Zahlen: Prozente erst ab so vielen Fällen
MITTELWERT_AB = 10  # geschützte Zahlen: Mittelwerte je Fall erst ab so vielen Fällen


def reicht(basis: int | None, ab: int) -> bool:
    return basis is not None and basis >= ab


def veraenderung(neu: int | None, alt: int | None, *, ab: int) -> Decimal | None:
    """Wie `zahlen.veraenderung`, aber nur, wo `alt` wenigstens `ab` ist."""
    return zahlen.veraenderung(neu, alt) if reicht(alt, ab) else None


def anteil(teil: int | None, ganzes: int | None, *, ab: int) -> Decimal | None:
    """Wie `zahlen.anteil`, aber nur, wo das Ganze wenigstens `ab` ist."""
    return zahlen.anteil(teil, ganzes) if teil is not None and reicht(ganzes, ab) else None


def statt(basis: int | None, *, ab: int) -> Zeichen:
    """Was in der Zelle steht, wo es kein Verhältnis gibt: „.“ bei zu kleiner Grundlage, sonst „x“."""
    return Zeichen.NICHT_SINNVOLL if basis is None or reicht(basis, ab) else Zeichen.GEHEIM
