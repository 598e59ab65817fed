/// A notice as the two parts of a mail.
struct MailText: Sendable {
    let links: ConsoleLinks

    func plain(_ notice: Notice, in language: Language) -> String {
        var blocks = [notice.intro]
        if !notice.facts.isEmpty {
            blocks.append(notice.facts.map { "\($0.label)\(language.colon)\($0.value)" }.joined(separator: "\n"))
        }
        if !notice.items.isEmpty {
            let heading = notice.heading.map { [$0 + language.colon.trimmed] } ?? []
            blocks.append((heading + notice.items.map(plain)).joined(separator: "\n"))
        }
        if let link = notice.link, let url = links.url(of: link.path) {
            blocks.append("\(link.text)\(language.colon)\(url)")
        }
        return (blocks + ["-- \n" + footer(language)]).joined(separator: "\n\n") + "\n"
    }

    /// Everything from outside is escaped; layout by elements that every mail program draws.
    func html(_ notice: Notice, in language: Language) -> String {
        var body = "<p>\(escaped(notice.intro))</p>\n"
        if !notice.facts.isEmpty {
            let rows = notice.facts.map {
                "<tr><th align=\"left\">\(escaped($0.label))</th><td>\(escaped($0.value))</td></tr>"
            }
            body += "<table cellpadding=\"4\">\n\(rows.joined(separator: "\n"))\n</table>\n"
        }
        if !notice.items.isEmpty {
            body += notice.heading.map { "<h2 style=\"font-size:1em\">\(escaped($0))</h2>\n" } ?? ""
            body += "<ul>\n\(notice.items.map { "<li>\(anchor($0))</li>" }.joined(separator: "\n"))\n</ul>\n"
        }
        if let link = notice.link, links.url(of: link.path) != nil { body += "<p>\(anchor(link))</p>\n" }
        return """
            <!doctype html>
            <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(escaped(notice.subject))</title></head>
            <body style="font-family:sans-serif;color:#1c1c1c">
            \(body)<p style="color:#666;font-size:small">\(escaped(footer(language)))</p>
            </body></html>

            """
    }

    private func plain(_ item: Notice.Item) -> String {
        "- " + item.text + (links.url(of: item.path).map { "\n  \($0)" } ?? "")
    }

    private func anchor(_ item: Notice.Item) -> String {
        guard let url = links.url(of: item.path) else { return escaped(item.text) }
        return "<a href=\"\(escaped(url))\">\(escaped(item.text))</a>"
    }

    private func footer(_ language: Language) -> String {
        language(
            "Filon vous écrit parce que vous suivez ces prospects. Vos préférences sont dans la console.",
            "Filon writes to you because you follow these leads. Your preferences are in the console."
        )
    }
}

/// For HTML text and quoted attributes.
func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}

extension String {
    /// Without its last space.
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
