import FrenchBusiness

/// Figures in French. U+202F stands before a colon and a percent sign.
enum FigureText {
    static func alert(_ alert: RaisedAlert) -> String {
        let side = alert.direction == "above" ? "au-dessus" : "au-dessous"
        return "\(alert.label)\u{202F}: \(value(alert.value, unit: alert.unit)), \(side) du seuil de "
            + value(alert.threshold, unit: alert.unit)
    }

    static func value(_ value: Double, unit: String) -> String {
        switch unit {
        case "cents": Money(cents: whole(value)).formattedEuros
        case "percent": decimal(value) + "\u{202F}%"
        case "days": decimal(value) + " jours"
        default: decimal(value)
        }
    }

    /// One decimal unless it is zero, with a comma.
    static func decimal(_ value: Double) -> String {
        let tenths = whole(value * 10)
        let sign = tenths < 0 ? "-" : ""
        let (units, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
        return rest == 0 ? "\(sign)\(units)" : "\(sign)\(units),\(rest)"
    }

    private static func whole(_ value: Double) -> Int64 {
        Int64(exactly: value.rounded()) ?? (value < 0 ? -1_000_000_000_000_000 : 1_000_000_000_000_000)
    }
}
