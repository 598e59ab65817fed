import Hummingbird
import ServiceKit

/// The stylesheet, the script and the icon: ours, small, and the same for everybody.
struct AssetPages: Sendable {
    func add(to router: some RouterMethods<ServiceRequestContext>) {
        router.get("/assets/console.css") { _, _ in asset(Stylesheet.text, "text/css; charset=utf-8") }
        router.get("/assets/console.js") { _, _ in asset(Script.text, "text/javascript; charset=utf-8") }
        router.get("/assets/icon.svg") { _, _ in asset(Self.icon, "image/svg+xml") }
    }

    private func asset(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "public, max-age=300"],
            body: .init(byteBuffer: .init(string: text))
        )
    }

    /// A vein of ore in a stone.
    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#3b4252" d="M16 2l13 9-3 17H6L3 11z"/>\
        <path fill="none" stroke="#e9b44c" stroke-width="3" d="M5 22l7-8 5 5 9-11"/></svg>
        """
}
