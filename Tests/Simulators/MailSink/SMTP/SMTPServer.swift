import Foundation
import NIOCore
import NIOPosix

/// The listening socket for mail.
enum SMTPServer {
    /// Listens; the channel says on which port, and stops when it is closed.
    static func start(host: String, port: Int, mailbox: Mailbox, faults: MailFaults) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = SMTPHandler(session: SMTPSession(faults: faults), mailbox: mailbox)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: host, port: port)
            .get()
    }
}

/// Cuts the bytes of one connection into lines and carries out what the session says.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Longest line, in bytes: RFC 5321 allows 1,000, clients that send a body in one line more.
    private static let lineLimit = 1 << 20

    private var session: SMTPSession
    private let mailbox: Mailbox
    private var pending = ByteBuffer()
    private var isClosing = false

    init(session: SMTPSession, mailbox: Mailbox) {
        self.session = session
        self.mailbox = mailbox
    }

    func channelActive(context: ChannelHandlerContext) { send(SMTPSession.greeting, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        var bytes = unwrapInboundIn(data)
        pending.writeBuffer(&bytes)
        while !isClosing, let line = nextLine() {
            for action in session.receive(line) { carryOut(action, context) }
        }
        pending.discardReadBytes()
        if pending.readableBytes > Self.lineLimit { carryOut(.close, context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// The next complete line without its end; nil while it is still incomplete.
    private func nextLine() -> [UInt8]? {
        guard let end = pending.readableBytesView.firstIndex(of: 10) else { return nil }
        let length = end - pending.readerIndex
        guard var line = pending.readBytes(length: length + 1) else { return nil }
        line.removeLast()
        if line.last == 13 { line.removeLast() }
        return line
    }

    private func carryOut(_ action: SMTPSession.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .reply(let text): send(text, context)
        case .deliver(let envelope): mailbox.add(Mail(envelope: envelope, receivedAt: Date()))
        case .close:
            isClosing = true
            context.close(promise: nil)
        }
    }

    private func send(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
