import Contracts
import Hummingbird

extension JSONBody {
    /// A document as it stands: its keys are names already.
    static func document(_ value: JSONValue) throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: .init(bytes: try Wire.encode(value)))
        )
    }
}
