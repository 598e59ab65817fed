/// A queue of calls that forgets its head in constant time.
struct CallQueue {
    private var calls: [PublishCall?] = []
    private var head = 0

    var isEmpty: Bool { head == calls.count }
    var first: PublishCall? { isEmpty ? nil : calls[head] }

    mutating func append(_ call: PublishCall) { calls.append(call) }

    mutating func removeFirst() {
        calls[head] = nil
        head += 1
        if head == calls.count {
            calls.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 256, head * 2 > calls.count {
            calls.removeFirst(head)
            head = 0
        }
    }
}
