"""A headless Chromium for the pages; without one the tests of this folder are left out, and `make test` says so."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from framing.annotation.annotate import annotate
from framing.corpus.reading import read_corpus
from framing.display.pages.page import bundle_modules

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "display/browser" in str(item.path) and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Open a file as a user does from a disk; whatever goes wrong or asks for the network fails the test."""
    contexts, wrong = [], []

    def call(path, *, width=1200, height=900):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else wrong.append(request.url),
        )
        page.goto(path.resolve().as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def run_module(chromium):
    """Run functions of a module of the assets: ``run("shares", "estimate(…)")``."""
    page = chromium.new_page()

    def call(module, expression, given=None):
        return page.evaluate(
            "([code, expression, given]) => import(URL.createObjectURL(new Blob([code + "
            "`\\nexport const told = (given) => (${expression});`], {type: 'text/javascript'})))"
            ".then((module) => module.told(given))",
            [bundle_modules(module), expression, given],
        )

    yield call
    page.close()


@pytest.fixture(scope="session")
def january():
    return annotate(read_corpus("january"), codebook="protest")
