import Foundation
import Hummingbird

/// A simulator of a mail server: it takes every mail, delivers none and shows them. Never part of a production
/// installation.
@main
struct MailSink {
    static func main() async throws {
        let options: MailSinkOptions
        do {
            options = try MailSinkOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error.reason)\n\(MailSinkOptions.usage)\n".utf8))
            exit(64)
        }
        let mailbox = Mailbox()
        let faults = MailFaults()
        let mail = try await SMTPServer.start(
            host: options.bind,
            port: options.smtpPort,
            mailbox: mailbox,
            faults: faults
        )
        let application = Application(
            router: MailSinkServer(mailbox: mailbox, faults: faults).router(),
            configuration: .init(address: .hostname(options.bind, port: options.httpPort))
        )
        try await application.runService()
        try await mail.close()
    }
}
