import Foundation
import Glibc
import Synchronization

/// A server on a free port of the loopback interface that runs `script` for each connection.
public final class ScriptedServer: Sendable {
    public typealias Script = @Sendable (Peer) -> Void

    public let port: UInt16
    private let listener: LoopbackListener
    private let accepted: Accepted

    private final class Accepted: Sendable {
        let count = Mutex(0)
    }

    public init(_ script: @escaping Script) throws {
        listener = try LoopbackListener()
        port = listener.port
        let accepted = Accepted()
        self.accepted = accepted
        listener.serve { descriptor in
            let number = accepted.count.withLock { count in
                count += 1
                return count
            }
            Thread {
                let peer = Peer(descriptor, number: number)
                script(peer)
                peer.close()
            }.start()
        }
    }

    public var url: String { "http://127.0.0.1:\(port)" }
    public var smtp: String { "smtp://127.0.0.1:\(port)" }
    public var connections: Int { accepted.count.withLock { $0 } }
}
