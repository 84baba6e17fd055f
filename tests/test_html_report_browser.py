"""The report in a real browser: it fits a desk and a phone, asks nothing of a network, and its cases open."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_cases import TEXTS, dataset, record

from evals.report import write
from evals.runner import run

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
pytestmark = pytest.mark.browser

if not CHROMIUM.exists():
    if os.environ.get("SHIRUBE_REQUIRE_BROWSER") == "1":
        pytest.fail("SHIRUBE_REQUIRE_BROWSER=1, but there is no /usr/bin/chromium", pytrace=False)
    pytest.skip("no /usr/bin/chromium", allow_module_level=True)

from playwright.sync_api import Page, sync_playwright  # noqa: E402 - an optional dependency


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Page]:
    quoted = [("kpi.txt", "52.0% (R5)")]
    answer = record("answered", "52.0％です[1]" + "長" * 400, cited=quoted, retrieved=quoted)
    write(run(dataset(), lambda question, history: answer, TEXTS), tmp_path, ["fact recall: x"], {"cell-01": False})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        page = browser.new_page(viewport={"width": request.param, "height": 844}, locale="ja-JP")
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto((tmp_path / "report.html").as_uri())
        yield page
        assert [url.partition(":")[0] for url in asked] == ["file"]
        browser.close()


def test_the_page_is_never_wider_than_the_screen(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_wide_tables_scroll_by_themselves(page: Page) -> None:
    wide = page.evaluate("[...document.querySelectorAll('.scroll')].map(one => getComputedStyle(one).overflowX)")
    assert set(wide) == {"auto"}


def test_a_case_opens_by_its_question_without_a_script(page: Page) -> None:
    passed = page.locator("#case-cell-01")
    assert not passed.locator("blockquote").first.is_visible()
    passed.locator("summary").click()
    assert passed.locator("blockquote").first.is_visible()
