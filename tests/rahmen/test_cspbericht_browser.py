"""Die Richtlinie im wirklichen Browser."""

import pytest

EINPFLANZEN = """() => new Promise(fertig => {
  document.addEventListener('securitypolicyviolation', vorfall => fertig(vorfall.effectiveDirective));
  const skript = document.createElement('script');
  skript.textContent = 'window.gelaufen = 1';
  document.body.append(skript);
})"""


@pytest.mark.browser
def test_ein_skript_im_text_laeuft_nicht(browser, anwendung):
    kontext = browser.new_context(base_url=anwendung)
    blatt = kontext.new_page()
    blatt.goto("/hilfe/")
    assert blatt.evaluate(EINPFLANZEN) == "script-src-elem"
    assert blatt.evaluate("() => window.gelaufen") is None
    kontext.close()
