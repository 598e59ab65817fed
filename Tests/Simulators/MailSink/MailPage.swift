import Foundation

/// The plain page at `/`: the latest mails, newest first.
enum MailPage {
    private static let shown = 200

    static func page(_ mails: [Mail]) -> String {
        let rows = mails.suffix(shown).reversed().map(row).joined(separator: "\n")
        return """
            <!doctype html><html lang="fr"><meta charset="utf-8"><title>Courriels reçus (simulateur)</title>
            <style>body{font:15px system-ui;margin:2rem}td{border-top:1px solid #ccc;padding:.4rem;vertical-align:top}
            pre{white-space:pre-wrap;margin:0}</style>
            <h1>Courriels reçus</h1><p>Simulateur : rien n’est distribué. \(mails.count) courriels gardés.</p>
            <table><tr><th>Reçu</th><th>À</th><th>Objet</th><th>Texte</th></tr>
            \(rows)
            </table></html>
            """
    }

    private static func row(_ mail: Mail) -> String {
        let cells = [mail.receivedAt.formatted(.iso8601), mail.to.joined(separator: ", "), mail.subject]
        let plain = cells.map { "<td>\(escaped($0))</td>" }.joined()
        return "<tr>\(plain)<td><pre>\(escaped(String(mail.text.prefix(2000))))</pre></td></tr>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
