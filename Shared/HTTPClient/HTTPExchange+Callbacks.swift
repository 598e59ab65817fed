import CCurl
import Glibc

/// The C side of ``HTTPExchange``: each callback finds its exchange again and passes on what it was given.
private func exchange(_ context: UnsafeMutableRawPointer?) -> HTTPExchange? {
    context.map { Unmanaged<HTTPExchange>.fromOpaque($0).takeUnretainedValue() }
}

private func bytes(_ pointer: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(UnsafeMutableRawBufferPointer(start: pointer, count: count).bindMemory(to: UInt8.self))
}

let onHeader: curl_write_callback = { pointer, size, count, context in
    exchange(context)?.receiveHeader(bytes(pointer, size * count)) == true ? size * count : stopTransfer
}

let onBody: curl_write_callback = { pointer, size, count, context in
    exchange(context)?.receiveBody(bytes(pointer, size * count)) == true ? size * count : stopTransfer
}

let onProvide: curl_read_callback = { pointer, size, count, context in
    guard let pointer, let exchange = exchange(context) else { return stopReading }
    return exchange.provide(UnsafeMutableRawBufferPointer(start: pointer, count: size * count)) ?? stopReading
}

/// Sees each address before it is connected to, those behind a name that resolves to several included.
let onOpenSocket: curl_opensocket_callback = { context, _, address in
    guard let exchange = exchange(context), let address,
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr)
    else { return CURL_SOCKET_BAD }
    // Read in place: libcurl's struct ends in more bytes than its declared type has.
    let target = UnsafeRawPointer(address).advanced(by: offset).assumingMemoryBound(to: sockaddr.self)
    let length = Int(address.pointee.addrlen)
    guard exchange.admits(AddressGuard.isPublic(target, length: length)) else { return CURL_SOCKET_BAD }
    let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, kind, address.pointee.protocol)
}

/// Sees the connection that will be used, also a kept-alive one that a trusted request once opened.
let onReady: curl_prereq_callback = { context, address, _, _, _ in
    guard let exchange = exchange(context), let address else { return CURL_PREREQFUNC_ABORT }
    let isAdmitted = exchange.admits(AddressGuard.isPublic(String(cString: address)))
    return isAdmitted ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

/// A count that no call is asked for, not even one of zero bytes.
private let stopTransfer = Int.max

/// CURL_READFUNC_ABORT, a macro that Swift does not import.
private let stopReading = 0x1000_0000
