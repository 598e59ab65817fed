/// Method and host only, however it is printed: addresses, headers and bodies hold keys and persons.
extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(Origin(url)?.host ?? "an unreadable address")" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
