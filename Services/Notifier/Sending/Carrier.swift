/// Brings one message to the other side.
protocol Carrier: Sendable {
    func carry(_ message: Outgoing) async -> SendResult
}
