import InstallationSupport

/// One schedule of two replicas that may crash before any step.
struct ModelRun {
    private static let leads = 6
    /// One step in so many is a crash, while crashes happen.
    private static let crashes = 9

    private var dice: Dice
    private var world = ModelWorld(leads: ModelRun.leads)
    private var replicas: [ModelReplica]
    private var births = 2

    init(_ design: Design, seed: UInt64) {
        dice = Dice(seed: seed)
        replicas = (0..<2).map { ModelReplica(design, instance: $0) }
    }

    /// Runs some steps with crashes and then, without, until nobody has anything to do.
    mutating func ledger() -> Ledger {
        for _ in 0..<Int.random(in: 10...60, using: &dice) { step(mayCrash: true) }
        var quiet = 0
        for _ in 0..<5_000 where quiet < 20 {
            step(mayCrash: false)
            quiet = isQuiet ? quiet + 1 : 0
        }
        var ledger = Ledger()
        ledger.accepted = Set((0..<Self.leads).map(String.init))
        ledger.effects["effect of the hop"] = counts(world.effects)
        ledger.effects["effect at the end"] = counts(world.sinkEffects)
        ledger.outbox = world.outbox.count { $0.seq > world.cursor }
        return ledger
    }

    private var isQuiet: Bool {
        world.queue.isEmpty && world.sinkQueue.isEmpty && replicas.allSatisfy(\.isIdle)
            && !world.outbox.contains { $0.seq > world.cursor && !replicas.map(\.instance).contains($0.relay ?? -1) }
    }

    private mutating func step(mayCrash: Bool) {
        let index = Int.random(in: 0..<2, using: &dice)
        if mayCrash, Int.random(in: 0..<Self.crashes, using: &dice) == 0 {
            replicas[index].crash(in: &world, reborn: births)
            births += 1
            return
        }
        let open = replicas[1 - index].transaction?.claims ?? []
        switch Int.random(in: 0..<5, using: &dice) {
        case 0, 1: replicas[index].dispatch(in: &world, open, &dice)
        case 2, 3: replicas[index].relay(in: &world, living: Set(replicas.map(\.instance)), &dice)
        default: world.sink(redelivering: mayCrash && Int.random(in: 0..<6, using: &dice) == 0)
        }
    }

    private func counts(_ effects: [Int: Int]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: effects.map { (String($0.key), $0.value) })
    }
}
