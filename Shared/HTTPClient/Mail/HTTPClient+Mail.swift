import Threading

extension HTTPClient {
    /// Gives `mail` to `server`; returns once the server has taken it over.
    ///
    /// Throws ``SMTPError``: `badMessage` and `badServer` before anything is sent. Where it says `perhapsSent`, the
    /// caller decides: libcurl and this client never send twice by themselves.
    public func send(_ mail: MailMessage, through server: SMTPServer) async throws(SMTPError) -> SMTPReceipt {
        guard let origin = server.origin else { throw SMTPError(.badServer, host: "an unreadable address") }
        guard !Rehearsal.isOn else { throw SMTPError(.rehearsal, host: origin.host) }
        let content = try written(mail, for: origin.host)
        let helloName = server.helloName ?? mail.from.domain
        guard MailAddress("postmaster@" + helloName).isValid else { throw SMTPError(.badServer, host: origin.host) }
        let envelope = SMTPExchange.Envelope(
            helloName: helloName,
            sender: mail.from.address,
            recipient: mail.to.address,
            content: content
        )
        let deadline = ContinuousClock.now + min(max(.zero, server.deadline), .seconds(3_600))
        let identity = identity
        let result = await mailLoop.carry(until: deadline) { ticket, completion in
            SMTPExchange(
                envelope,
                server: server,
                host: origin.host,
                identity: identity,
                ticket: ticket,
                completion: completion
            )
        }
        return try result.get()
    }

    private func written(_ mail: MailMessage, for host: String) throws(SMTPError) -> [UInt8] {
        do {
            return try MailRenderer.render(mail)
        } catch {
            throw SMTPError(.badMessage, host: host, detail: "\(error)")
        }
    }
}
