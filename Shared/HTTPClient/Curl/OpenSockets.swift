import CCurl
import Glibc

/// The sockets of a loop's mail sessions, known so that closing the loop cannot wait for a mail server.
///
/// libcurl says QUIT to every kept session when a multi handle is cleaned up, and waits up to two minutes for each
/// answer. A socket that was shut down beforehand answers at once. Used on the loop's thread only.
final class OpenSockets {
    private var descriptors: Set<curl_socket_t> = []

    /// Has `easy` open and close its sockets through here; the loop outlives every connection of its multi handle.
    func watch(_ easy: EasyHandle) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.note(
            ccurl_on_open_socket(
                easy.raw,
                { context, _, address in
                    guard let context, let address else { return CURL_SOCKET_BAD }
                    return Unmanaged<OpenSockets>.fromOpaque(context).takeUnretainedValue().open(address.pointee)
                },
                context
            )
        )
        easy.note(
            ccurl_on_close_socket(
                easy.raw,
                { context, descriptor in
                    guard let context else { return Glibc.close(descriptor) }
                    return Unmanaged<OpenSockets>.fromOpaque(context).takeUnretainedValue().close(descriptor)
                },
                context
            )
        )
    }

    func shutDown() {
        for descriptor in descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private func open(_ address: curl_sockaddr) -> curl_socket_t {
        let descriptor = socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        if descriptor != CURL_SOCKET_BAD { descriptors.insert(descriptor) }
        return descriptor
    }

    private func close(_ descriptor: curl_socket_t) -> Int32 {
        descriptors.remove(descriptor)
        return Glibc.close(descriptor)
    }
}
