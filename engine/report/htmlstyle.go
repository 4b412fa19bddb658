package report

import (
	"fmt"
	"slices"
	"strings"
)

const (
	chartWidth   = 688                  // of the sheet, and the margins within a chart
	narrowWindow = "(max-width: 560px)" // a telephone
	tightWindow  = "(max-width: 680px)" // where a table of many columns does not fit
	fonts        = "-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif"
)

// inlineStyles stand at each element: the light theme. Colours are those of the
// charts, and at least 4.5:1 against what is behind them.
var inlineStyles = map[string]string{
	"page":         "margin:0;padding:0;background:#f0f2f5;color:#1f2328;font-family:" + fonts,
	"sheet":        "max-width:656px;margin:24px auto;padding:36px 32px;background:#ffffff;color:#1f2328;text-align:left;font-size:15px;line-height:1.5;overflow-wrap:break-word",
	"title":        "margin:0 0 4px;font-size:28px;line-height:1.2;font-weight:700;letter-spacing:-0.01em",
	"lead":         "margin:0 0 8px;color:#59636e;font-size:15px",
	"heading":      "margin:36px 0 12px;padding-top:16px;border-top:2px solid #1f2328;font-size:19px;line-height:1.3;font-weight:700",
	"text":         "margin:12px 0",
	"small":        "margin:4px 0;color:#59636e;font-size:13px;line-height:1.45",
	"quiet":        "color:#59636e",
	"good":         "color:#00684d;font-weight:600",
	"bad":          "color:#a83200;font-weight:600",
	"link":         "color:#0b5cad;text-decoration:underline",
	"code":         "font-family:ui-monospace,Menlo,Consolas,'Liberation Mono',monospace;font-size:12.5px;background:#eff1f4;padding:1px 4px;border-radius:4px;overflow-wrap:anywhere",
	"points":       "margin:0;padding:0 0 0 24px",
	"point":        "margin:0 0 10px;padding-left:4px",
	"tiles":        "margin:4px 0 12px;border-collapse:collapse;table-layout:fixed",
	"tile":         "padding:0 16px 0 0;vertical-align:top",
	"tile-label":   "color:#59636e;font-size:13px",
	"tile-value":   "font-size:28px;line-height:1.25;font-weight:700",
	"table":        "width:100%;margin:8px 0 20px;border-collapse:collapse;font-size:14px;line-height:1.4",
	"th":           headCell + ";padding-left:16px;text-align:left",
	"th-first":     headCell + ";text-align:left",
	"th-number":    headCell + ";padding-left:16px;text-align:right",
	"td":           bodyCell + ";padding-left:16px",
	"td-first":     bodyCell,
	"td-number":    bodyCell + ";padding-left:16px;text-align:right;font-variant-numeric:tabular-nums",
	"short":        "white-space:nowrap",
	"long":         "overflow-wrap:anywhere",
	"label":        "display:none;mso-hide:all", // shown where heads are not
	"chart":        "display:block;width:688px;max-width:calc(100% + 32px);height:auto;margin:8px -16px 20px;border:0;color:#59636e;font-size:13px;line-height:1.45",
	"card":         "margin:0 0 16px;border-collapse:separate;table-layout:fixed;border:1px solid #d5dae0;border-radius:8px",
	"card-picture": "padding:16px 0 16px 16px;width:152px",
	"card-text":    "padding:16px",
	"card-title":   "margin:0;font-size:16px;line-height:1.35",
	"thumbnail":    "display:block;width:152px;max-width:100%;height:auto;border:0;border-radius:4px;color:#59636e;font-size:12px",
	"quote":        "margin:10px 0;padding:0 0 0 12px;border-left:3px solid #c3cad2;overflow-wrap:anywhere;white-space:pre-line",
	"whys":         "margin:0;padding:0 0 0 18px;font-size:14px",
	"why":          "margin:0 0 4px",
	"fold":         "margin:8px 0",
	"summary":      "cursor:pointer;font-weight:600",
	"notes":        "padding:4px 16px;border-left:3px solid #0072b2;overflow-wrap:anywhere",
	"foot":         "margin-top:40px;padding-top:12px;border-top:1px solid #d5dae0",

	"badge-unknown":  badgeShape + "background:#eaedf0;color:#4b545d",
	"badge-met":      badgeShape + "background:#d9f2e6;color:#005a41",
	"badge-on-track": badgeShape + "background:#dcebfa;color:#0a4f8f",
	"badge-at-risk":  badgeShape + "background:#fdecc8;color:#7a4a00",
	"badge-missed":   badgeShape + "background:#fbe0d6;color:#8f2a00",
}

const (
	headCell   = "padding:6px 0;border-bottom:1px solid #59636e;color:#59636e;font-size:13px;font-weight:600;vertical-align:bottom"
	bodyCell   = "padding:7px 0;border-bottom:1px solid #e3e7eb;vertical-align:top"
	badgeShape = "display:inline-block;padding:1px 9px;border-radius:10px;font-size:13px;font-weight:600;line-height:1.4;"
)

// darkStyles are colours of classes where readers prefer dark.
var darkStyles = map[string]string{
	"page": "background:#010409;color:#e6edf3", "sheet": "background:#0d1117;color:#e6edf3", "heading": "border-color:#e6edf3",
	"lead": "color:#9198a1", "small": "color:#9198a1", "quiet": "color:#9198a1", "tile-label": "color:#9198a1",
	"good": "color:#4fd1a5", "bad": "color:#ff8f5c", "link": "color:#6cb6ff", "code": "background:#1f2630;color:#e6edf3",
	"th": "color:#9198a1;border-color:#9198a1", "th-number": "color:#9198a1;border-color:#9198a1",
	"th-first": "color:#9198a1;border-color:#9198a1",
	"td":       "border-color:#262c36", "td-first": "border-color:#262c36", "td-number": "border-color:#262c36",
	"chart": "color:#9198a1", "thumbnail": "color:#9198a1", "card": "border-color:#30363d", "quote": "border-color:#444c56",
	"foot": "border-color:#30363d", "label": "color:#9198a1",
	"badge-unknown": "background:#262c36;color:#c3cad2", "badge-met": "background:#0a3d2e;color:#7ce0bd",
	"badge-on-track": "background:#0c315c;color:#a5d0ff", "badge-at-risk": "background:#4a3200;color:#ffd27a",
	"badge-missed": "background:#551d05;color:#ffb59a",
}

// narrowStyles are of telephones.
const narrowStyles = `.sheet{margin:0 auto!important;padding:20px 14px!important}
.title{font-size:24px!important}
.chart{width:calc(100% + 28px)!important;max-width:440px!important;margin-left:-14px!important;margin-right:-14px!important}
.tile{display:inline-block!important;width:45%!important;padding-bottom:14px!important}
.card-picture{display:block!important;width:auto!important;padding:14px 14px 0!important}
.card-text{display:block!important;padding:14px!important}
`

// stackedStyles make lists of the rows of wide tables.
const stackedStyles = `.stacked,.stacked tbody{display:block!important}
.stacked thead{display:none!important}
.stacked tr{display:block!important;padding:8px 0!important;border-bottom:1px solid #c3cad2!important}
.stacked td{display:block!important;padding:2px 0!important;border:0!important;text-align:left!important}
.stacked td:empty{display:none!important}
.stacked .label{display:inline-block!important;width:44%!important;padding-right:3%!important;color:#59636e;font-size:13px;vertical-align:top;white-space:normal}
.stacked .label+.value{display:inline-block;width:52%;vertical-align:top}
.stacked .td-first{font-weight:600}
`

// headStyles are what cannot stand at an element.
func headStyles() string {
	var b strings.Builder
	b.WriteString("@media " + narrowWindow + "{\n" + narrowStyles + stackedStyles + "}\n@media " + tightWindow + "{\n" + strings.ReplaceAll(stackedStyles, ".stacked", ".tight") + "}\n@media (prefers-color-scheme: dark){\n")
	classes := make([]string, 0, len(darkStyles))
	for class := range darkStyles {
		classes = append(classes, class)
	}
	slices.Sort(classes)
	for _, class := range classes {
		fmt.Fprintf(&b, ".%s{%s!important}\n", class, strings.ReplaceAll(darkStyles[class], ";", "!important;"))
	}
	b.WriteString("}\n@media " + tightWindow + " and (prefers-color-scheme: dark){\n.stacked tr{border-color:#444c56!important}\n}\n")
	b.WriteString("@media print{\n.rest{break-before:page}\n.sheet{margin:0!important;padding:0!important}\n.card,tr{break-inside:avoid}\n}\n")
	return b.String()
}
