import FrenchBusiness
import HTTPClient

/// A provider whose answer may leave out what other addresses of it give, free of charge.
protocol DetailedProvider: Provider {
    /// Questions for what `body` leaves out, few and the most useful first; none where it is whole.
    func details(missingIn body: [UInt8], about siren: SIREN) -> [HTTPRequest]
    /// `body` with what the answers to those questions say, readable by ``Provider/read(_:about:at:)``.
    /// - Throws: ``UnreadableReply`` if one of them is not what the provider documents.
    func completed(_ body: [UInt8], with details: [[UInt8]], about siren: SIREN) throws(UnreadableReply) -> [UInt8]
}
