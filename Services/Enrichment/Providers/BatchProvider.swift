import Foundation
import FrenchBusiness
import HTTPClient

/// A provider that answers about many SIRENs at once, as cheaply as about one.
protocol BatchProvider: Provider {
    /// SIRENs in one question at most.
    var batchLimit: Int { get }
    func request(about sirens: [SIREN]) -> HTTPRequest
    /// What ``Provider/read(_:about:at:)`` reads for each SIREN, as a body of its own.
    /// - Returns: nil where `body` holds only a part of the answer, and fewer SIRENs would fit.
    /// - Throws: ``UnreadableReply`` if `body` is not what the provider documents.
    func split(_ body: [UInt8], about sirens: [SIREN]) throws(UnreadableReply) -> [SIREN: [UInt8]]?
}
