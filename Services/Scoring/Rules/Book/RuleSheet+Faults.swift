import FrenchBusiness

extension RuleSheet {
    /// Why a sheet of the right shape must not be used; paths begin with `path`.
    func faults(at path: String) -> [RuleFault] {
        let total = weights.values.reduce(0, +)
        guard total > 0 else { return [.noWeight("\(path).weights")] }
        return curveFaults(path) + orderFaults(path) + unknownFaults(path)
    }

    private func curveFaults(_ path: String) -> [RuleFault] {
        let curves: [(String, Curve, Way)] = [
            ("urgency.fall", urgency.fall, .down), ("urgency.surge", urgency.surge, .up),
            ("turnoverLevel.curve", turnoverLevel.curve, .any), ("age.curve", age.curve, .any),
            ("engagement.curve", engagement.curve, .up),
        ]
        return curves.flatMap { name, curve, way -> [RuleFault] in
            let at = "\(path).\(name)"
            let pairs = zip(curve.points, curve.points.dropFirst())
            if pairs.contains(where: { $0[0] >= $1[0] }) { return [.unordered(at)] }
            let isBroken = pairs.contains { way == .down ? $0[1] < $1[1] : way == .up && $0[1] > $1[1] }
            return isBroken ? [.notMonotone(at)] : []
        }
    }

    private enum Way { case up, down, any }

    private func orderFaults(_ path: String) -> [RuleFault] {
        var faults: [RuleFault] = []
        if !isSizeMonotone { faults.append(.notMonotone("\(path).size")) }
        if !urgency.names.isOrdered { faults.append(.unordered("\(path).urgency.names")) }
        let classes = urgency.classes
        if classes.critical < classes.high || classes.high < classes.normal {
            faults.append(.overlapping("\(path).urgency.classes"))
        }
        let percent = Urgency.allCases.map { urgency.percent[$0] ?? 0 }
        if zip(percent, percent.dropFirst()).contains(where: { $0 < $1 }) {
            faults.append(.notMonotone("\(path).urgency.percent"))
        }
        if urgency.yearWeights.reduce(0, +) == 0 { faults.append(.noWeight("\(path).urgency.yearWeights")) }
        if bands.a <= bands.b || bands.b <= bands.c { faults.append(.overlapping("\(path).bands")) }
        let probability = bands.probability
        if probability.a <= probability.b || probability.b <= probability.c {
            faults.append(.overlapping("\(path).bands.probability"))
        }
        return faults
    }

    /// From one employee up the values go one way, and companies without employees stand with the very small ones.
    private var isSizeMonotone: Bool {
        let bands = WorkforceBand.allCases
        let sign = size.first == .small ? 1 : -1
        func value(_ key: String) -> Int { sign * (size.values[key] ?? 0) }
        let staff = bands.filter { $0.lowerBound > 0 }.map { value($0.rawValue) }
        let small = bands.filter { $0.lowerBound < 10 }.map { value($0.rawValue) }
        let beyond = bands.filter { $0.lowerBound >= 10 }.map { value($0.rawValue) }
        guard let leastSmall = small.min(), let mostBeyond = beyond.max() else { return false }
        let falls = !zip(staff, staff.dropFirst()).contains { $0 < $1 }
        return falls && leastSmall >= mostBeyond && value("eti") >= value("ge")
    }

    /// What is not known is worth something, wherever the factor counts.
    private func unknownFaults(_ path: String) -> [RuleFault] {
        let unknowns: [(Factor, String, Int)] = [
            (.size, "size.values.unknown", size.values["unknown"] ?? 0),
            (.urgency, "urgency.unknown", urgency.unknown.values.min() ?? 0),
            (.turnoverLevel, "turnoverLevel.unknown", turnoverLevel.unknown),
            (.industry, "industry.unknown", industry.unknown), (.age, "age.unknown", age.unknown),
            (.legalForm, "legalForm.unknown", legalForm["unknown"] ?? 0),
            (.region, "region.unknown", region.unknown),
            (.workforceChange, "workforceChange.unknown", workforceChange["unknown"] ?? 0),
            (.eInvoicing, "eInvoicing.unknown", eInvoicing["unknown"] ?? 0),
        ]
        return unknowns.compactMap { factor, name, value in
            guard let weight = weights[factor], weight > 0, value == 0 else { return nil }
            return .unknownIsZero("\(path).\(name)")
        }
    }
}
