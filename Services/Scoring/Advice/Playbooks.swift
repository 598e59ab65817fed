/// What a department's contacts by one channel came to, by playbook: the best is advised, if any is.
struct Playbooks: Sendable {
    /// Contacts of one stratum that were made with one playbook, or with none.
    struct Group: Hashable, Sendable {
        /// Folded name; nil: without any
        var playbook: String?
        /// Of first or later contacts, of one band.
        var stratum: String
        var ends: Ends
    }

    struct Judged: Hashable, Sendable {
        var playbook: String
        /// Contacts made with it; all of them where nothing else can be said.
        var with: Ends
        var without: Ends
        /// nil: not enough data
        var uplift: Uplift?
        var isBest: Bool

        var verdict: Uplift.Verdict { uplift?.verdict ?? .notEnough }
    }

    /// Most playbooks that are compared: the ones used most.
    static let most = 50

    /// - Parameter names: folded names of playbooks in use, the most used first.
    static func judged(_ names: [String], _ groups: [Group]) -> [Judged] {
        let names = Array(names.prefix(most))
        var all = names.map { name -> Judged in
            let strata = Dictionary(grouping: groups, by: \.stratum).sorted { $0.key < $1.key }.map { _, groups in
                (
                    with: ends(groups.filter { $0.playbook == name }),
                    without: ends(groups.filter { $0.playbook != name })
                )
            }
            let uplift = Uplift(strata, comparisons: names.count)
            return Judged(
                playbook: name,
                with: uplift?.with ?? ends(groups.filter { $0.playbook == name }),
                without: uplift?.without ?? ends(groups.filter { $0.playbook != name }),
                uplift: uplift,
                isBest: false
            )
        }
        // The one whose advantage is surest; of equal ones the one used more.
        let better = all.indices.filter { all[$0].verdict == .better }
        if let best = better.max(by: { (all[$0].uplift?.lowBasisPoints ?? 0) < (all[$1].uplift?.lowBasisPoints ?? 0) })
        {
            all[best].isBest = true
        }
        return all
    }

    private static func ends(_ groups: [Group]) -> Ends {
        groups.reduce(Ends(contacts: 0, good: 0)) { $0 + $1.ends }
    }
}
