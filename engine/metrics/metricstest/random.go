package metricstest

// A dice gives numbers that look random and are the same on every machine and
// with every version of Go: SplitMix64, by Steele, Lea and Flood (2014).
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1; n is small beside 2⁶⁴.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

// oneIn is true once in n times.
func (d *dice) oneIn(n int) bool { return d.below(n) == 0 }

// pick returns one of several, each as often as its weight says.
func pick[T any](d *dice, of []T, weight func(T) int) T {
	total := 0
	for _, one := range of {
		total += weight(one)
	}
	n := d.below(total)
	for _, one := range of {
		if n -= weight(one); n < 0 {
			return one
		}
	}
	return of[0] // where all weights are zero
}
