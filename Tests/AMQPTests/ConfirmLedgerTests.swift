import Testing

@testable import AMQP

@Suite struct ConfirmLedgerTests {
    private func ledger(_ count: Int) -> ConfirmLedger<Int> {
        var ledger = ConfirmLedger<Int>()
        for number in 1...count { ledger.sent(number) }
        return ledger
    }

    private func settle(_ ledger: inout ConfirmLedger<Int>, _ number: UInt64, _ multiple: Bool) -> [Int] {
        var tokens: [Int] = []
        ledger.settle(.init(number: number, multiple: multiple, isAccepted: true)) { tokens.append($0) }
        return tokens
    }

    @Test func numbersBeginWithOne() {
        var ledger = ConfirmLedger<String>()
        #expect(ledger.sent("a") == 1)
        #expect(ledger.sent("b") == 2)
    }

    /// (confirms as number and multiple, what each settles, what is left)
    @Test(
        arguments: [
            ([(1, false), (2, false), (3, false)], [[1], [2], [3]], 2),
            ([(3, true)], [[1, 2, 3]], 2),
            ([(3, false), (1, false), (4, true)], [[3], [1], [2, 4]], 1),
            ([(0, true)], [[1, 2, 3, 4, 5]], 0),
            ([(2, true), (2, true), (1, false)], [[1, 2], [], []], 3),
            ([(6, true), (9, false), (0, false)], [[], [], []], 5),
            ([(UInt64.max, true)], [[]], 5),
        ] as [([(UInt64, Bool)], [[Int]], Int)]
    )
    func eachTokenComesOutOnce(confirms: [(UInt64, Bool)], settled: [[Int]], left: Int) {
        var ledger = ledger(5)
        #expect(confirms.map { settle(&ledger, $0.0, $0.1) } == settled)
        #expect(ledger.count == left)
    }

    @Test func aHoleKeepsTheSpanButNotTheCount() {
        var ledger = ledger(5)
        for number in 2...5 { _ = settle(&ledger, UInt64(number), false) }
        #expect((ledger.count, ledger.span) == (1, 5))
        #expect(settle(&ledger, 1, false) == [1])
        #expect((ledger.count, ledger.span) == (0, 0))
    }

    @Test func longRunsStayExact() {
        var ledger = ConfirmLedger<Int>()
        var settled = 0
        for number in 1...20_000 {
            ledger.sent(number)
            guard number % 7 == 0 else { continue }
            settled += settle(&ledger, UInt64(number - 3), true).count
        }
        #expect(settled + ledger.count == 20_000)
        #expect(ledger.span < 20)
    }

    @Test func aLostConnectionGivesEverythingBackAndCountsAnew() {
        var ledger = ledger(4)
        _ = settle(&ledger, 2, false)
        var left: [Int] = []
        ledger.takeAll { left.append($0) }
        #expect(left == [1, 3, 4])
        #expect(ledger.sent(9) == 1)
    }

    @Test func aMatchingTokenIsChangedInPlace() {
        var ledger = ledger(3)
        let isChanged = ledger.changeFirst {
            $0 > 1
        } _: {
            $0 = 20
        }
        let isFound = ledger.changeFirst {
            $0 > 99
        } _: {
            $0 = 0
        }
        #expect(isChanged && !isFound)
        #expect(settle(&ledger, 0, true) == [1, 20, 3])
    }

    @Test func lateTokensAreTakenAndTheirConfirmsIgnored() {
        var ledger = ledger(4)
        var late: [Int] = []
        ledger.take(where: { $0 % 2 == 0 }) { late.append($0) }
        #expect(late == [2, 4])
        #expect(settle(&ledger, 4, true) == [1, 3])
    }
}
