/// Elements in which a figure is not to be believed.
enum PageDisguise {
    /// What a cell with a figure may be made of.
    private static let plain: Set<String> = [
        "td", "th", "li", "dd", "dt", "div", "p", "span", "a", "b", "strong", "i", "em", "u", "small", "sup", "sub",
        "abbr", "data", "time", "font", "br", "wbr", "nobr", "mark", "bdi", "bdo", "svg", "path", "use", "g", "img",
        "button", "label", "h2", "h3", "h4", "h5", "ul", "section", "article",
    ]

    /// A hyphen marks an element that a site defines for itself (HTML, section 4.13.2), which is no disguise.
    static func isOne(_ element: HTMLDocument.Element) -> Bool {
        if !plain.contains(element.name), !element.name.contains("-") { return true }
        if element.attributes["hidden"] != nil { return true }
        let style = (element.attributes["style"] ?? "").lowercased().filter { $0 != " " }
        return ["display:none", "visibility:hidden", "font-size:0;", "font-size:0px"].contains {
            (style + ";").contains($0)
        }
    }
}
