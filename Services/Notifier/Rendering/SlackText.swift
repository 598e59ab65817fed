/// A notice in Slack's own markup.
struct SlackText: Sendable {
    /// Slack cuts longer texts.
    static let limit = 35_000

    let links: ConsoleLinks

    func text(_ notice: Notice, in language: Language) -> String {
        let addressee = notice.addressee.map { marked($0) + " — " } ?? ""
        var lines = ["*\(addressee)\(marked(notice.subject))*"]
        lines += notice.facts.map { "\(marked($0.label))\(language.colon)\(marked($0.value))" }
        lines += notice.items.map { "• \(linked($0))" }
        if let link = notice.link, links.url(of: link.path) != nil { lines.append(linked(link)) }
        return bounded(lines, language)
    }

    private func bounded(_ lines: [String], _ language: Language) -> String {
        var (kept, length) = ([String](), 0)
        for line in lines {
            length += line.utf16.count + 1
            guard length < Self.limit else {
                return (kept + [language("… et d’autres", "… and more")]).joined(separator: "\n")
            }
            kept.append(line)
        }
        return kept.joined(separator: "\n")
    }

    private func linked(_ item: Notice.Item) -> String {
        guard let url = links.url(of: item.path) else { return marked(item.text) }
        return "<\(url)|\(marked(item.text).replacing("|", with: "¦"))>"
    }

    /// The three characters that Slack reads as markup of its own: mentions and links cannot be smuggled in.
    private func marked(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
