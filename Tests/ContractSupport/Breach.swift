/// One reason why somebody would no longer understand somebody: a sentence that names both.
public struct Breach: Hashable, Sendable, CustomStringConvertible {
    /// The service that would break; nil where it is the promise itself that is broken.
    public let consumer: String?
    public let type: String
    /// Nil where the whole event is meant.
    public let path: String?
    public let description: String
    /// Nobody would break: a new promise has only not been written down yet.
    public let isNews: Bool

    init(consumer: String? = nil, type: String, path: String? = nil, isNews: Bool = false, _ description: String) {
        (self.consumer, self.type, self.path) = (consumer, type, path)
        (self.isNews, self.description) = (isNews, description)
    }
}
