/// Publishes that wait for their confirm, by sequence number: 1, 2, 3 … per channel (rabbitmq.com/docs/confirms).
/// Confirms come out of order and in groups; each token comes out exactly once.
struct ConfirmLedger<Token> {
    private(set) var lastNumber: UInt64 = 0
    /// Tokens not yet settled.
    private(set) var count = 0

    /// Slot i holds the token of number `firstNumber + i - head`; nil once settled.
    private var slots: [Token?] = []
    private var head = 0
    private var firstNumber: UInt64 = 1

    /// Numbers between the oldest unsettled and the last, settled holes included.
    var span: Int { slots.count - head }

    @discardableResult
    mutating func sent(_ token: Token) -> UInt64 {
        lastNumber += 1
        count += 1
        slots.append(token)
        return lastNumber
    }

    /// Calls `each` for every token settled by this frame. Numbers already settled, or never sent, are ignored.
    mutating func settle(_ frame: InboundFrame.Settled, _ each: (Token) -> Void) {
        // With `multiple`, 0 means everything so far.
        let last = frame.multiple && frame.number == 0 ? lastNumber : frame.number
        guard last >= firstNumber, last <= lastNumber else { return }
        let first = frame.multiple ? firstNumber : last
        for index in slot(of: first)...slot(of: last) { take(index, each) }
        forgetSettled()
    }

    /// Changes the oldest unsettled token that matches; false when there is none.
    mutating func changeFirst(where matches: (Token) -> Bool, _ change: (inout Token) -> Void) -> Bool {
        for index in head..<slots.count {
            guard var token = slots[index], matches(token) else { continue }
            change(&token)
            slots[index] = token
            return true
        }
        return false
    }

    func forEach(_ body: (Token) -> Void) {
        for case let token? in slots[head...] { body(token) }
    }

    /// Takes out the tokens that match, as if settled.
    mutating func take(where matches: (Token) -> Bool, _ each: (Token) -> Void) {
        for index in head..<slots.count {
            if let token = slots[index], matches(token) { take(index, each) }
        }
        forgetSettled()
    }

    /// Takes out everything: the connection is gone, and a new one counts from 1 again.
    mutating func takeAll(_ each: (Token) -> Void) {
        for index in head..<slots.count { take(index, each) }
        self = ConfirmLedger()
    }

    private func slot(of number: UInt64) -> Int { head + Int(number - firstNumber) }

    private mutating func take(_ index: Int, _ each: (Token) -> Void) {
        guard let token = slots[index] else { return }
        slots[index] = nil
        count -= 1
        each(token)
    }

    private mutating func forgetSettled() {
        while head < slots.count, slots[head] == nil {
            head += 1
            firstNumber += 1
        }
        if head == slots.count {
            slots.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024, head * 2 > slots.count {
            slots.removeFirst(head)
            head = 0
        }
    }
}
