"""Try the widgets in a JupyterLab of one's own, as a user does: run, switch, click, code with keys, run the cell again.

``python tools/check_lab.py`` needs Chromium and takes minutes, so it is no part of the tests. It stops at what fails.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
from playwright.sync_api import Page, sync_playwright

CODES = 3
CELLS = (
    "import framing as fr\ncorpus = fr.annotate(fr.read_corpus('january'), codebook='protest')",
    "fr.explore(corpus, target='protesters')",
    "sample = fr.sample_for_coding(corpus, unit='mention', n=10)\n"
    "fr.code_widget(sample, variables={'voice': ['outlet', 'quoted', 'reported']}, coder='ana', path='codes.csv')",
)


def main() -> None:
    """Start JupyterLab on this machine alone, go through a notebook in it, and end it."""
    folder = Path(tempfile.mkdtemp())
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}  # without it a dialog asks for one
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "try.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
               "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]  # fmt: skip
    log = folder / "lab.log"
    with log.open("w") as stream:
        server = subprocess.Popen(command, stderr=stream, stdout=stream, cwd=folder)
    try:
        address = _address(log)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1500, "height": 1100})
            page.set_default_timeout(200_000)
            page.goto(f"{address}/tree/try.ipynb")
            _go_through(page, folder)
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _address(log: Path) -> str:
    for _ in range(240):
        found = [word for word in log.read_text().split() if word.startswith("http://127.0.0.1") and "/lab" in word]
        if found:
            return found[0].partition("?")[0].rstrip("/")
        time.sleep(0.5)
    raise SystemExit(f"JupyterLab did not start; see {log}")


def _go_through(page: Page, folder: Path) -> None:
    page.locator(".jp-Cell").nth(2).wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".explorer .row .name").first.wait_for()
    before = page.locator(".explorer .lead").inner_text()
    page.get_by_role("button", name="Own voice only").click()
    _must(page.locator(".explorer .lead").inner_text() != before, "the switch changes what is told")
    page.locator(".bubble").first.click()
    page.locator(".sentences li").first.wait_for()
    _must(page.locator(".sentences .naming").count() > 0, "a click opens marked sentences")
    codes = page.locator(".code")
    codes.first.wait_for()
    codes.nth(1).click()
    for key in "31"[: CODES - 1]:
        page.keyboard.press(key)
    path = folder / "codes.csv"
    _must(_wait(lambda: path.is_file() and len(pd.read_csv(path)) == CODES), "three codes lie in the file")
    _must(pd.read_csv(path)["value"].tolist() == ["quoted", "reported", "outlet"], "they are what was chosen, in order")
    page.screenshot(path=folder / "lab.png")
    page.locator(".jp-Cell").nth(2).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(".tick.done").nth(CODES - 1).wait_for()
    _must(page.locator(".tick.done").count() == CODES, "the cell run again takes the codes up")
    print(f"A picture is in {folder / 'lab.png'}")


def _wait(true: Callable[[], bool]) -> bool:
    for _ in range(100):
        if true():
            return True
        time.sleep(0.2)
    return False


def _must(true: bool, what: str) -> None:
    print(f"{'yes' if true else 'NO'}: {what}", flush=True)
    if not true:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
