package view

import (
	"fmt"
	"strings"

	"galley/engine"
)

// DriftMarker is above the one issue that tells of drift.
const DriftMarker = "<!-- galley:drift -->"

// Drifts are the changes somebody made on the networks that wait for a person.
// What is put back by itself is none.
func Drifts(p engine.Plan) []engine.Change {
	var list []engine.Change
	for _, c := range p.Changes {
		if c.Origin == engine.FromDrift && c.Hold != engine.HoldNone {
			list = append(list, c)
		}
	}
	return list
}

// DriftIssue is the title and the body of an issue that tells of drift: each post
// with what differs, and what can be done. The proofs are those of Drifts.
func DriftIssue(a Artifact, o CommentOptions) (title, body string) {
	p := newPage(a, o)
	count := len(a.Proofs) + a.Omitted.Changes
	title = fmt.Sprintf("Drift: %s changed on the networks", Count(count, "post was", "posts were"))
	intro := "Somebody changed or took down, on the network itself, what the calendar declares. Nothing is overruled until somebody decides."
	if french(a.Language) {
		title = fmt.Sprintf("Écart : %s sur les réseaux", Count(count, "post a changé", "posts ont changé"))
		intro = "Quelqu’un a modifié ou retiré, sur le réseau même, ce que le calendrier déclare. Rien n’est remplacé tant que personne ne décide."
	}
	p.add(intro + "\n\n")
	var rows []func() string
	for _, x := range a.Proofs {
		rows = append(rows, func() string { return p.brief(x) })
	}
	p.list("<table>\n", "</table>\n\n", p.left, rows, a.Omitted.Changes)
	return title, strings.TrimRight(p.String(), "\n") + "\n"
}
