import HTTPClient

/// Mail through the configured server.
struct MailCarrier: Carrier {
    let client: HTTPClient
    let mail: NotifierConfig.Mail

    func carry(_ message: Outgoing) async -> SendResult {
        guard let address = message.address else { return .refused("no_address", code: nil) }
        var letter = MailMessage(
            messageID: message.wireID,
            from: mail.from,
            to: MailAddress(address),
            subject: message.subject,
            text: message.text,
            html: message.html
        )
        // No holiday replies to a machine (RFC 3834).
        letter.headers.add("Auto-Submitted", "auto-generated")
        do {
            let receipt = try await client.send(letter, through: mail.server)
            return .taken(reference: PlainText.line(receipt.serverText, limit: 200), code: receipt.replyCode)
        } catch {
            return SendResult(error)
        }
    }
}
