import Foundation

/// One SMTP connection as a state machine without I/O: lines in, actions out (RFC 5321, RFC 4954).
struct SMTPSession {
    enum Action: Equatable {
        case reply(String)
        case deliver(Envelope)
        /// Close once the replies are out.
        case close
    }

    static let greeting = "220 mail-sink ESMTP simulator"
    /// Largest mail, in bytes.
    static let sizeLimit = 10 * 1024 * 1024
    static let recipientLimit = 1000

    private static let extensions = [
        "250-mail-sink", "250-PIPELINING", "250-8BITMIME", "250-SMTPUTF8", "250-SIZE \(sizeLimit)",
        "250 AUTH PLAIN LOGIN",
    ].joined(separator: "\r\n")

    private enum Phase: Equatable {
        case commands
        case data
        /// Lines of an AUTH exchange still to come.
        case credentials(Int)
    }

    private let faults: MailFaults
    private var phase = Phase.commands
    private var sender: String?
    private var recipients: [String] = []
    private var content = Data()
    private var isTooLarge = false

    init(faults: MailFaults) { self.faults = faults }

    /// Takes one line without its line end.
    mutating func receive(_ line: [UInt8]) -> [Action] {
        switch phase {
        case .data: return receiveData(line)
        case .credentials(let left):
            phase = left > 1 ? .credentials(left - 1) : .commands
            return [.reply(left > 1 ? "334 UGFzc3dvcmQ6" : "235 2.7.0 Authentication successful")]
        case .commands: return command(String(decoding: line, as: UTF8.self))
        }
    }

    private mutating func command(_ line: String) -> [Action] {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let argument = words.count > 1 ? words[1] : ""
        switch words.first?.uppercased() {
        case "EHLO":
            reset()
            return [.reply(Self.extensions)]
        case "HELO":
            reset()
            return [.reply("250 mail-sink")]
        case "AUTH": return authenticate(argument)
        case "MAIL": return mail(argument)
        case "RCPT": return recipient(argument)
        case "DATA": return data()
        case "RSET":
            reset()
            return [.reply("250 2.0.0 Ok")]
        case "NOOP": return [.reply("250 2.0.0 Ok")]
        case "QUIT": return [.reply("221 2.0.0 Bye"), .close]
        case "STARTTLS": return [.reply("502 5.5.1 Not offered")]
        default: return [.reply("500 5.5.2 Command not recognised")]
        }
    }

    /// Any credentials are good.
    private mutating func authenticate(_ argument: String) -> [Action] {
        let words = argument.split(separator: " ")
        let isComplete = words.count > 1
        switch words.first?.uppercased() {
        case "PLAIN" where isComplete: return [.reply("235 2.7.0 Authentication successful")]
        case "PLAIN":
            phase = .credentials(1)
            return [.reply("334 ")]
        case "LOGIN":
            phase = .credentials(isComplete ? 1 : 2)
            return [.reply(isComplete ? "334 UGFzc3dvcmQ6" : "334 VXNlcm5hbWU6")]
        default: return [.reply("504 5.5.4 Mechanism not offered")]
        }
    }

    private mutating func mail(_ argument: String) -> [Action] {
        guard let path = Self.path(argument, after: "FROM:") else { return [.reply("501 5.5.4 Syntax")] }
        guard sender == nil else { return [.reply("503 5.5.1 Sender already given")] }
        sender = path
        return [.reply("250 2.1.0 Ok")]
    }

    private mutating func recipient(_ argument: String) -> [Action] {
        guard let path = Self.path(argument, after: "TO:"), !path.isEmpty else { return [.reply("501 5.5.4 Syntax")] }
        guard sender != nil else { return [.reply("503 5.5.1 MAIL first")] }
        guard recipients.count < Self.recipientLimit else { return [.reply("452 4.5.3 Too many recipients")] }
        if let code = faults.takeReply() {
            let refusal = Action.reply("\(code) \(code / 100).0.0 Simulated refusal")
            return code == 421 ? [refusal, .close] : [refusal]
        }
        recipients.append(path)
        return [.reply("250 2.1.5 Ok")]
    }

    private mutating func data() -> [Action] {
        guard !recipients.isEmpty else { return [.reply("503 5.5.1 No valid recipients")] }
        phase = .data
        return [.reply("354 End data with <CR><LF>.<CR><LF>")]
    }

    private mutating func receiveData(_ line: [UInt8]) -> [Action] {
        if line == [UInt8(ascii: ".")] { return finish() }
        let text = line.first == UInt8(ascii: ".") ? line[1...] : line[...]
        guard !isTooLarge, content.count + text.count + 2 <= Self.sizeLimit else {
            isTooLarge = true
            content = Data()
            return []
        }
        content.append(contentsOf: text)
        content.append(contentsOf: [13, 10])
        return []
    }

    private mutating func finish() -> [Action] {
        defer { reset() }
        guard !isTooLarge else { return [.reply("552 5.3.4 Message too big")] }
        let delivery = Action.deliver(Envelope(sender: sender ?? "", recipients: recipients, content: content))
        if faults.takeCut() { return [delivery, .close] }
        return [delivery, .reply("250 2.0.0 Ok: kept")]
    }

    private mutating func reset() {
        phase = .commands
        sender = nil
        recipients = []
        content = Data()
        isTooLarge = false
    }

    /// The address between angle brackets after `FROM:` or `TO:`; parameters after it are ignored.
    private static func path(_ argument: String, after keyword: String) -> String? {
        guard argument.uppercased().hasPrefix(keyword) else { return nil }
        let rest = argument.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        return String(rest[rest.index(after: rest.startIndex)..<end])
    }
}
