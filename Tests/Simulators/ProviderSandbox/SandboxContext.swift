import Hummingbird
import NIOCore

/// A request together with who sent it: limits are per client address, as the real service counts.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let client: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        client = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }
}
