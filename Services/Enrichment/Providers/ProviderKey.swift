/// A key or token as a provider holds it: whatever prints the provider prints dots.
struct ProviderKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    let text: String

    init(_ text: String) { self.text = text }

    var description: String { "•••" }

    var customMirror: Mirror { Mirror(self, children: [:]) }
}
