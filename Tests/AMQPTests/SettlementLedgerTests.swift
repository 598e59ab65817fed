import Testing

@testable import AMQP

@Suite struct SettlementLedgerTests {
    typealias Frame = SettlementLedger.Acknowledgement

    private func ledger(_ numbers: ClosedRange<UInt64>) -> SettlementLedger {
        var ledger = SettlementLedger()
        for number in numbers { ledger.delivered(number) }
        return ledger
    }

    /// (batches given, frames for the last batch as number and multiple, unknown in the last batch)
    @Test(
        arguments: [
            ([[1, 2, 3]], [(3, true)], 0),
            ([[3, 1, 2]], [(3, true)], 0),
            ([[1]], [(1, false)], 0),
            ([[2, 3]], [(2, false), (3, false)], 0),
            ([[1, 2, 4, 6]], [(2, true), (4, false), (6, false)], 0),
            ([[3, 4], [1, 2]], [(2, true)], 0),
            ([[3, 4], [1, 2, 5]], [(5, true)], 0),
            ([[1, 1, 2]], [(2, true)], 1),
            ([[1, 2], [2, 3]], [(3, false)], 1),
            ([[99]], [], 1),
        ] as [([[UInt64]], [(UInt64, Bool)], Int)]
    )
    func theOldestContiguousLeaveAsOneFrame(batches: [[UInt64]], frames: [(UInt64, Bool)], unknown: Int) {
        var ledger = ledger(1...8)
        let answers = batches.map { ledger.acknowledge($0) }
        #expect(answers.last?.frames == frames.map { Frame(number: $0.0, multiple: $0.1) })
        #expect(answers.last?.unknown == unknown)
    }

    @Test func aRejectedOneIsNeverAcknowledged() {
        var ledger = ledger(1...3)
        let (first, second) = (ledger.reject(2), ledger.reject(2))
        #expect(first && !second)
        #expect(ledger.acknowledge([1, 2, 3]).frames == [Frame(number: 3, multiple: true)])
        #expect(ledger.count == 0)
    }

    @Test func oneForgottenDeliveryDoesNotGrowTheLedger() {
        var ledger = ledger(1...1)
        for number in UInt64(2)...5000 {
            ledger.delivered(number)
            #expect(ledger.acknowledge([number]).frames == [Frame(number: number, multiple: false)])
        }
        #expect(ledger.count == 1)
    }
}
