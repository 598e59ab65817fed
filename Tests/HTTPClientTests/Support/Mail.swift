import Foundation
import HTTPClient
import ScriptedPeers

func message() -> MailMessage {
    MailMessage(
        messageID: "0198-abc@filon.test",
        from: MailAddress("lea@filon.test", name: "Léa Martin"),
        to: MailAddress("zoe@client.test", name: "Zoé"),
        subject: "Votre rendez-vous d’été",
        text: "Bonjour Zoé,\n\nà bientôt.\n",
        date: Date(timeIntervalSince1970: 1_795_417_200)
    )
}

/// The test's own server, to which nothing needs hiding.
func plain(_ server: ScriptedServer, user: String? = nil, password: String? = nil) -> SMTPServer {
    SMTPServer(url: server.smtp, user: user, password: password, startTLS: .never)
}
