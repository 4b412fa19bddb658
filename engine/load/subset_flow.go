package load

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// flow reads a list or a map in brackets that ends in the same line.
func (s *subset) flow() *yaml.Node {
	if s.depth++; s.depth > deepest {
		return nil
	}
	kind, end := yaml.SequenceNode, byte(']')
	if s.source[s.at] == '{' {
		kind, end = yaml.MappingNode, '}'
	}
	n := s.node(kind, s.line, s.column(s.at))
	s.at = s.spaces(s.at + 1)
	if s.source[s.at] == end {
		s.at++
		s.depth--
		return n
	}
	for {
		if kind == yaml.MappingNode && !s.flowKey(n) {
			return nil
		}
		value := s.flowValue()
		if value == nil {
			return nil
		}
		n.Content = append(n.Content, value)
		s.at = s.spaces(s.at)
		switch s.source[s.at] {
		case end:
			s.at++
			s.depth--
			return n
		case ',':
			s.at = s.spaces(s.at + 1)
		default:
			return nil
		}
	}
}

// flowKey reads a key of a map in brackets and the colon behind it.
func (s *subset) flowKey(n *yaml.Node) bool {
	colon := s.keyEnd(s.at)
	if colon < 0 {
		return false
	}
	n.Content = append(n.Content, s.scalar(s.source[s.at:colon], s.line, s.column(s.at)))
	s.at = s.spaces(colon + 1)
	return true
}

func (s *subset) flowValue() *yaml.Node {
	switch s.source[s.at] {
	case '"', '\'':
		return s.quoted()
	case '[', '{':
		return s.flow()
	}
	return s.flowPlain()
}

// flowPlain reads a scalar without quotes up to a comma or bracket.
func (s *subset) flowPlain() *yaml.Node {
	begin := s.at
	if begin == s.end || !beginsPlain(s.source[begin], s.source[begin+1]) {
		return nil
	}
	for ; s.at < s.end; s.at++ {
		switch c := s.source[s.at]; c {
		case ',', ']', '}':
			return s.plainFrom(begin)
		case '[', '{', '?', '#':
			return nil
		case ':':
			if strings.IndexByte(" ,[]{}?\n", s.source[s.at+1]) >= 0 {
				return nil
			}
		}
	}
	return nil
}
