"""The widgets' modules, driven through what anywidget gives them: a model with get, set, on and save_changes."""

import pytest
from looking import serious

from framing.display.pages.explorer import explorer_data
from framing.display.widgets import CodingWidget, ExplorerWidget, mark_sentence

MODEL = """
async ([esm, css, state]) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  document.documentElement.lang = "en";
  document.title = "A notebook";
  const { default: widget } = await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" })));
  const heard = {};
  globalThis.saved = 0;
  globalThis.model = {
    get: (name) => state[name], on: (event, run) => { heard[event] = run; },
    save_changes: () => { globalThis.saved += 1; },
    set: (name, value) => { state[name] = value; heard[`change:${name}`]?.(); },
  };
  const main = document.createElement("main");
  document.body.append(main);
  widget.render({ model: globalThis.model, el: main });
}
"""


@pytest.fixture
def show(chromium):
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.set_default_timeout(8000)

    def call(widget, state):
        page.evaluate(MODEL, [widget._esm, widget._css, state])
        return page

    yield call
    page.close()


def test_coding_by_keys_keeps_the_focus_and_tells_python_at_once(show):
    units = [{"unit": f"u{i}", "context": f"before »word {i}« after <b>"} for i in range(3)]
    variables = {"voice": ["outlet", "source"], "clear": {"yes": "", "no": ""}}
    page = show(CodingWidget, {"units": units, "variables": variables, "chosen": {}})
    page.locator(".coder").focus()
    for key in "212":
        page.keyboard.press(key)
    assert page.evaluate("model.get('chosen')") == {"voice": {"u0": "source", "u1": "source"}, "clear": {"u0": "yes"}}
    assert page.evaluate("saved") == 3
    assert page.evaluate("document.activeElement.classList.contains('coder')")
    assert page.locator(".card").inner_text() == "before word 1 after <b>"
    assert serious(page) == []


def test_the_explorer_switches_and_marks_a_typed_sentence(show, january):
    page = show(ExplorerWidget, {"data": explorer_data(january, target="protesters"), "sentence": "", "marked": {}})
    page.get_by_role("button", name="Own voice only").click()
    assert page.locator(".row.owner").count() > 3
    typed = "The president called the crowd “terrorists”; the <b>protesters</b> stayed."
    page.locator("textarea").fill(typed)
    page.get_by_role("button", name="Mark it").click()
    assert page.evaluate("model.get('sentence')") == typed
    page.evaluate("(marked) => model.set('marked', marked)", mark_sentence(typed, january.codebook))
    page.locator(".typed .naming").first.wait_for()
    assert page.locator(".typed").inner_text().startswith(typed)
    assert page.locator(".typed .naming.voice-scare").inner_text() == "terrorists"
