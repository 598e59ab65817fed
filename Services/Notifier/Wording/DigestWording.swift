import Foundation

/// Many leads in one message: a line each, the way they would have come one by one.
enum DigestWording {
    /// - Parameter lines: notices of leads, with the page that each opens; at least one.
    static func digest(of lines: [Notice], in language: Language) -> Notice {
        if let nudge = lines.first(where: \.isNudge) { return nudge }
        let subject = language("\(lines.count) nouveaux prospects", "\(lines.count) new leads")
        return Notice(
            addressee: lines.first?.addressee,
            subject: subject,
            intro: language(
                "\(lines.count) prospects vous ont été confiés.",
                "\(lines.count) leads have been given to you."
            ),
            items: lines.map { .init(text: $0.line, path: $0.link?.path) },
            link: .init(text: language("Ouvrir mes prospects", "Open my leads"), path: "leads"),
            line: subject
        )
    }

    /// For a Slack channel that several departments read: that something waits, and nothing of what it is.
    static func nudge(for name: String, in language: Language) -> Notice {
        let text = language(
            "\(name), une notification vous attend dans Filon.",
            "\(name), a notification awaits you in Filon."
        )
        return Notice(isNudge: true, subject: text, intro: text, line: text)
    }
}
