/// A mail server's side of a session: answers every command well unless told another reply for it.
public struct MailPeer: Sendable {
    /// What to do in the place of a good reply.
    public enum Deviation: Sendable {
        case reply(String)
        /// Ends the connection.
        case cut
        /// Says nothing more.
        case silence
    }

    /// By the beginning of a command; "greeting", "secret" (the user and password) and "."
    /// (the end of a mail) stand for the moments that have none.
    public var deviations: [String: Deviation]
    public var capabilities: [String]
    /// The commands as they came, and each mail as one text with dots as they stood on the wire.
    public let commands = Recorder<String>()
    public let mails = Recorder<String>()

    public init(deviations: [String: Deviation] = [:], capabilities: [String] = ["8BITMIME"]) {
        self.deviations = deviations
        self.capabilities = capabilities
    }

    /// Leaves after the first mail, and leaves QUIT unread.
    public func serveOneMail(_ peer: Peer) { serve(peer, untilMail: 1) }

    public func serve(_ peer: Peer, untilMail limit: Int = .max) {
        guard say("greeting", "220 mail.test ESMTP", to: peer) else { return }
        while mails.all.count < limit, let command = peer.line() {
            commands.add(command)
            let verb = String(command.prefix(4)).uppercased()
            switch verb {
            case "EHLO":
                let lines = ["mail.test"] + capabilities
                let reply = lines.enumerated().map { "250\($0 == lines.count - 1 ? " " : "-")\($1)" }
                guard say(command, reply.joined(separator: "\r\n"), to: peer) else { return }
            case "AUTH":
                guard say(command, "334 ", to: peer), let secret = peer.line() else { return }
                commands.add(secret)
                guard say("secret", "235 2.7.0 Accepted", to: peer) else { return }
            case "DATA":
                guard say(command, "354 Go ahead", to: peer) else { return }
                guard deviations["DATA"] != nil || receive(from: peer) else { return }
            case "QUIT":
                peer.write("221 Bye\r\n")
                return
            default: guard say(command, "250 2.1.0 Ok", to: peer) else { return }
            }
        }
    }

    private func receive(from peer: Peer) -> Bool {
        var lines: [String] = []
        while let line = peer.line() {
            guard line == "." else {
                lines.append(line)
                continue
            }
            mails.add(lines.joined(separator: "\n"))
            return say(".", "250 2.0.0 Ok: queued as 4F1A", to: peer)
        }
        return false
    }

    /// False when the session is over.
    private func say(_ moment: String, _ reply: String, to peer: Peer) -> Bool {
        switch deviations.first(where: { moment.uppercased().hasPrefix($0.key.uppercased()) })?.value {
        case nil: return peer.write(reply + "\r\n")
        case .reply(let other): return peer.write(other + "\r\n")
        case .cut: return false
        case .silence:
            peer.hold()
            return false
        }
    }
}

extension MailPeer {
    /// A server that runs sessions like this one.
    public func listen() throws -> ScriptedServer {
        let peer = self
        return try ScriptedServer { peer.serve($0) }
    }
}
