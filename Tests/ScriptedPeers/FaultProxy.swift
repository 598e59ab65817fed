import Foundation
import Glibc
import Synchronization

/// Passes TCP connections on to a real server and does to them what networks do.
///
/// Only on the loopback interface. Each direction of a connection is pumped by a thread of its own; a change of the
/// fault holds for connections that stand as well.
public final class FaultProxy: Sendable {
    public enum Fault: Sendable, Equatable {
        case none
        /// The next bytes from a client end its connection unheard; later ones pass.
        case cutAtNextRequest
        /// The next bytes from the server end its connection unheard: the request was heard, its answer is not.
        case cutAtNextAnswer
        /// Nothing passes in either direction and nobody is told, as behind a dead switch. New connections too.
        case blackHole
        /// The server's answers get lost; what clients send still arrives.
        case deafClient
        /// The same from the next piece on in which a client sends this text.
        case deafAfter(String)
        /// Each piece waits this long before it goes on.
        case delay(Duration)
    }

    public let port: UInt16
    private let target: UInt16
    private let listener: LoopbackListener
    private let state: Shared

    private final class Shared: Sendable {
        let fault = Mutex(Fault.none)
        let links = Mutex<[UInt64: Link]>([:])
        let accepted = Mutex<UInt64>(0)
    }

    /// - Parameter target: the server's port on 127.0.0.1.
    public init(to target: UInt16) throws {
        self.target = target
        let state = Shared()
        self.state = state
        listener = try LoopbackListener()
        port = listener.port
        listener.serve { client in Self.join(client, to: target, state) }
    }

    deinit { cut() }

    public var connections: Int { Int(state.accepted.withLock { $0 }) }

    public func set(_ fault: Fault) { state.fault.withLock { $0 = fault } }

    /// Ends every connection that stands.
    public func cut() {
        for link in state.links.withLock({ Array($0.values) }) { link.cut() }
    }

    private static func join(_ client: Int32, to target: UInt16, _ state: Shared) {
        guard let server = connectLoopback(target) else {
            close(client)
            return
        }
        let link = Link(client: client, server: server)
        let id = state.accepted.withLock { count in
            count += 1
            return count
        }
        state.links.withLock { $0[id] = link }
        Thread {
            pump(from: client, to: server, link, state, isRequest: true)
            state.links.withLock { _ = $0.removeValue(forKey: id) }
        }.start()
        Thread { pump(from: server, to: client, link, state, isRequest: false) }.start()
    }

    private static func pump(from source: Int32, to sink: Int32, _ link: Link, _ state: Shared, isRequest: Bool) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = bytes.withUnsafeMutableBytes { recv(source, $0.baseAddress, $0.count, 0) }
            if isRequest, count > 0 { listen(for: bytes[..<count], state) }
            guard count > 0, admits(isRequest: isRequest, link, state) else { return link.cut() }
            if !isRequest, state.fault.withLock({ $0 == .deafClient }) { continue }
            guard sendAll(bytes[..<count], to: sink) else { return link.cut() }
        }
    }

    private static func listen(for bytes: ArraySlice<UInt8>, _ state: Shared) {
        state.fault.withLock { fault in
            guard case .deafAfter(let text) = fault, bytes.firstRange(of: Array(text.utf8)) != nil else { return }
            fault = .deafClient
        }
    }

    /// Waits as the fault demands; false when the connection is to end.
    private static func admits(isRequest: Bool, _ link: Link, _ state: Shared) -> Bool {
        while true {
            let fault = state.fault.withLock { fault in
                defer { if fault == (isRequest ? .cutAtNextRequest : .cutAtNextAnswer) { fault = .none } }
                return fault
            }
            switch fault {
            case .none, .deafClient, .deafAfter: return true
            case .cutAtNextRequest: return !isRequest
            case .cutAtNextAnswer: return isRequest
            case .delay(let pause):
                usleep(UInt32(pause.components.seconds * 1_000_000 + pause.components.attoseconds / 1_000_000_000_000))
                return true
            case .blackHole:
                guard !link.isCut else { return false }
                usleep(5_000)
            }
        }
    }

    private static func sendAll(_ bytes: ArraySlice<UInt8>, to sink: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Both ends of one connection through the proxy.
private final class Link: Sendable {
    private let descriptors: [Int32]
    private let cutting = Mutex(false)

    init(client: Int32, server: Int32) {
        descriptors = [client, server]
    }

    var isCut: Bool { cutting.withLock { $0 } }

    /// The descriptors close with the last reference, so that no other connection gets their numbers meanwhile.
    func cut() {
        let isFirst = cutting.withLock { isCut in
            defer { isCut = true }
            return !isCut
        }
        if isFirst { descriptors.forEach { shutdown($0, Int32(SHUT_RDWR)) } }
    }

    deinit { descriptors.forEach { close($0) } }
}
