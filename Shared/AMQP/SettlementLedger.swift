/// Deliveries of one connection that nobody has settled yet, and how to acknowledge some of them in the fewest
/// frames. A broker closes the channel over a number it does not know, so each number leaves here once.
struct SettlementLedger {
    /// basic.ack to be sent: everything unsettled up to `number` when `multiple`.
    struct Acknowledgement: Equatable {
        var number: UInt64
        var multiple: Bool
    }

    /// Ascending, because the broker numbers deliveries from 1 upwards; `head` skips what is settled.
    private var unsettled: [UInt64] = []
    private var head = 0

    var count: Int { unsettled.count - head }

    mutating func delivered(_ number: UInt64) { unsettled.append(number) }

    /// One `multiple` for the oldest contiguous ones, single frames for what lies behind a gap.
    /// Also says how many numbers were unknown or given twice.
    mutating func acknowledge(_ numbers: [UInt64]) -> (frames: [Acknowledgement], unknown: Int) {
        var frames: [Acknowledgement] = []
        var prefix: (last: UInt64, count: Int) = (0, 0)
        var unknown = 0
        for number in numbers.sorted() {
            if head < unsettled.count, unsettled[head] == number, frames.isEmpty {
                head += 1
                prefix = (number, prefix.count + 1)
            } else if remove(number) {
                frames.append(Acknowledgement(number: number, multiple: false))
            } else {
                unknown += 1
            }
        }
        compact()
        guard prefix.count > 0 else { return (frames, unknown) }
        return ([Acknowledgement(number: prefix.last, multiple: prefix.count > 1)] + frames, unknown)
    }

    /// False when the number is unknown or settled before.
    mutating func reject(_ number: UInt64) -> Bool {
        defer { compact() }
        return remove(number)
    }

    private mutating func remove(_ number: UInt64) -> Bool {
        var (low, high) = (head, unsettled.count)
        while low < high {
            let middle = (low + high) / 2
            if unsettled[middle] < number { low = middle + 1 } else { high = middle }
        }
        guard low < unsettled.count, unsettled[low] == number else { return false }
        if low == head { head += 1 } else { unsettled.remove(at: low) }
        return true
    }

    private mutating func compact() {
        if head == unsettled.count {
            unsettled.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024, head * 2 > unsettled.count {
            unsettled.removeFirst(head)
            head = 0
        }
    }
}
