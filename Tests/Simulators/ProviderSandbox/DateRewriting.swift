import NIOCore

/// Puts another date into the heads of answers, since the server always writes its own.
///
/// An answer asks for it by a field of its own. Both fields hold 29 characters, so that nothing moves. Adds itself
/// next to the socket, behind the encoder.
final class DateRewriting: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    static let field = "X-Filon-Date"
    private static let length = 29

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(var buffer) = unwrapOutboundIn(data),
            buffer.readableBytesView.starts(with: "HTTP/1.1 ".utf8)
        else { return context.write(data, promise: promise) }
        rewrite(&buffer)
        context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: promise)
    }

    private func rewrite(_ buffer: inout ByteBuffer) {
        let bytes = Array(buffer.readableBytesView.prefix(8192))
        guard let wanted = Self.value(of: Self.field, in: bytes),
            let own = Self.value(of: "Date", in: bytes)
        else { return }
        buffer.setBytes(bytes[wanted], at: buffer.readerIndex + own.lowerBound)
    }

    /// Where a field's value stands.
    private static func value(of field: String, in bytes: [UInt8]) -> Range<Int>? {
        let name = Array("\r\n\(field): ".lowercased().utf8)
        let folded = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard folded.count >= name.count + length else { return nil }
        for place in 0...(folded.count - name.count - length) where folded[place] == 13 {
            if folded[place..<(place + name.count)].elementsEqual(name) {
                return (place + name.count)..<(place + name.count + length)
            }
        }
        return nil
    }

    /// Adds a ``DateRewriting`` in front of all other handlers once it is itself added somewhere behind them.
    final class Installer: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = NIOAny

        func handlerAdded(context: ChannelHandlerContext) {
            try? context.pipeline.syncOperations.addHandler(DateRewriting(), position: .first)
        }
    }
}
