import Foundation
import Hummingbird
import NIOCore

/// What people and tests see of the received mails.
struct MailSinkServer: Sendable {
    let mailbox: Mailbox
    let faults: MailFaults

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/") { _, _ in Self.response(MailPage.page(mailbox.mails), type: "text/html; charset=utf-8") }
        router.get("health/live") { _, _ in Response(status: .ok) }
        router.get("messages") { _, _ in
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .iso8601
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Self.response(String(decoding: try encoder.encode(mailbox.mails), as: UTF8.self))
        }
        router.delete("messages") { _, _ in
            mailbox.clear()
            return Response(status: .noContent)
        }
        router.get("_control") { _, _ in Self.response(#"{"simulator":true,"received":\#(mailbox.received)}"#) }
        router.post("_control") { request, _ in
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let body = Data(try await request.body.collect(upTo: 1 << 16).readableBytesView)
            guard let plan = try? decoder.decode(MailFaultPlan.self, from: body) else {
                throw HTTPError(.badRequest, message: "no fault plan")
            }
            if let objection = plan.objection { throw HTTPError(.badRequest, message: objection) }
            faults.order(plan)
            return Response(status: .noContent)
        }
        return router
    }

    private static func response(_ text: String, type: String = "application/json") -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}
