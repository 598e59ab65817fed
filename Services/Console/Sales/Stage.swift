import Contracts

/// A stage of the sales pipeline.
struct Stage: Equatable, Sendable {
    enum Terminal: String, Sendable {
        case won
        case lost
    }

    let key: String
    var label: String
    var position: Int
    var probabilityPercent: Int
    var limitBusinessDays: Int?
    var terminal: Terminal?

    /// - Throws: ``Refusal`` where the stage cannot be.
    init(checking wish: LeadStageRequested) throws(Refusal) {
        guard Self.isKey(wish.key) else {
            throw Refusal(
                "stage.key_malformed",
                "La clé d’une étape s’écrit en minuscules, chiffres, tirets.",
                field: "key"
            )
        }
        guard (1...100).contains(wish.label.count) else {
            throw Refusal("stage.label_length", "Le nom d’une étape compte de 1 à 100 caractères.", field: "label")
        }
        guard (0...1000).contains(wish.position), (0...100).contains(wish.probabilityPercent),
            wish.limitBusinessDays.map({ (1...1000).contains($0) }) ?? true
        else {
            throw Refusal("stage.number_range", "Position, probabilité ou délai hors limites.", field: "position")
        }
        let terminal = wish.terminal.flatMap(Terminal.init)
        guard (wish.terminal == nil) == (terminal == nil) else {
            throw Refusal("stage.terminal_unknown", "Une étape finale est « won » ou « lost ».", field: "terminal")
        }
        guard terminal.map({ wish.probabilityPercent == ($0 == .won ? 100 : 0) }) ?? true else {
            throw Refusal(
                "stage.terminal_probability",
                "Une étape gagnée vaut 100 %, une étape perdue 0 %.",
                field: "probability_percent"
            )
        }
        self.init(
            key: wish.key,
            label: wish.label,
            position: wish.position,
            probabilityPercent: wish.probabilityPercent,
            limitBusinessDays: wish.limitBusinessDays,
            terminal: terminal
        )
    }

    init(
        key: String,
        label: String,
        position: Int,
        probabilityPercent: Int,
        limitBusinessDays: Int? = nil,
        terminal: Terminal? = nil
    ) {
        self.key = key
        self.label = label
        self.position = position
        self.probabilityPercent = probabilityPercent
        self.limitBusinessDays = limitBusinessDays
        self.terminal = terminal
    }

    private static func isKey(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, (97...122).contains(first), bytes.count <= 40 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    }
}
