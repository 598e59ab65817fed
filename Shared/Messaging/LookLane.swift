/// Settles messages whose look outside is over, together with those whose look ends meanwhile: a transaction costs
/// about the same for ten companies as for one.
actor LookLane {
    private let settler: Settler
    private let slots: Slots
    /// Messages that one transaction takes at most.
    private let batch: Int
    private var waiting: [(item: WorkItem, settled: CheckedContinuation<Void, Never>)] = []
    private var isRunning = false

    /// So many looks under way are a crowd: another one is about to end.
    private static let crowd = 10
    /// In a crowd, what a look that is over waits for others: little beside the look. One alone never waits.
    private static let linger = Duration.milliseconds(25)

    init(_ settler: Settler, _ slots: Slots, batch: Int) {
        self.settler = settler
        self.slots = slots
        self.batch = batch
    }

    /// Returns when the message is settled.
    func settle(_ item: WorkItem) async {
        await withCheckedContinuation { continuation in
            waiting.append((item, continuation))
            guard !isRunning else { return }
            isRunning = true
            Task { await run() }
        }
    }

    private func run() async {
        while !waiting.isEmpty {
            if waiting.count < batch, slots.taken >= Self.crowd { try? await Task.sleep(for: Self.linger) }
            let taken = Array(waiting.prefix(batch))
            waiting.removeFirst(taken.count)
            await settler.settle(taken.map(\.item))
            for one in taken { one.settled.resume() }
        }
        isRunning = false
    }
}
