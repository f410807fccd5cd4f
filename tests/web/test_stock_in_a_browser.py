"""A code by the camera, in a real browser with a camera and a detector that are made up."""

from tests.web.browsing import PHONE_PX, Looker
from tests.web.page_states_stock import sit_down
from tests.web.stocked import CODE, a_stocked_charity

A_CAMERA = f"""
window.BarcodeDetector = class {{
  detect() {{ return Promise.resolve(window.held ? [{{ rawValue: "{CODE}" }}] : []); }}
}};
navigator.mediaDevices.getUserMedia = async () => {{
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 10, 10);
  return (window.stream = canvas.captureStream(5));
}};
"""
NO_CAMERA = "delete window.BarcodeDetector;"
REFUSED = """
window.BarcodeDetector = class {};
navigator.mediaDevices.getUserMedia = async () => { throw new Error("refused"); };
"""


def test_a_code_before_the_camera_opens_its_item(looker: Looker):
    assert looker.tools is not None
    here = a_stocked_charity(looker.tools)
    with looker.page(PHONE_PX) as page:
        sit_down(looker, page, here.charity_id)
        page.add_init_script(A_CAMERA)
        looker.go(page, "/stock")
        page.get_by_role("button", name="Use the camera").click()
        page.locator("video").wait_for()
        assert "Hold the code before the camera." in page.locator("main").inner_text()
        page.evaluate("window.held = true")
        page.wait_for_url(f"**/stock/items/{here.item_id}")


def test_without_a_camera_the_field_is_all_there_is(looker: Looker):
    assert looker.tools is not None
    here = a_stocked_charity(looker.tools)
    with looker.page(PHONE_PX) as page:
        sit_down(looker, page, here.charity_id)
        page.add_init_script(NO_CAMERA)
        looker.go(page, "/stock")
        assert not page.get_by_role("button", name="Use the camera").is_visible()
        page.fill("#code", CODE)
        # As a scanner does, which types the code and then this key.
        page.press("#code", "Enter")
        page.wait_for_url(f"**/stock/items/{here.item_id}")
        page.add_init_script(REFUSED)
        looker.go(page, "/stock")
        page.get_by_role("button", name="Use the camera").click()
        page.get_by_text("The camera cannot be used here.").wait_for()
