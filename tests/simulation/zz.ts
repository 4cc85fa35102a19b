import { installEngine } from './engine.ts';
import { enrol } from './people.ts';
import { runSeed } from './run.ts';
installEngine();
const people = await enrol();
const [from, n, steps, profile='swarm'] = process.argv.slice(2) as [string,string,string,'swarm'];
const total: Record<string, number> = {};
const a=process.cpuUsage(); let bad=0; const kinds: Record<string,number>={};
for (let seed=Number(from); seed<Number(from)+Number(n); seed++) {
  const lines: string[]=[];
  const o = await runSeed(people, {seed, steps:Number(steps), profile, tell: (l)=>lines.push(l)});
  for (const [k,v] of Object.entries(o.counts)) total[k]=(total[k]??0)+v;
  if (o.violations.length) { bad++; for (const k of new Set(o.violations.map(v=>v.split(':')[0]??''))) kinds[k]=(kinds[k]??0)+1; if (bad<3||process.env.ALL) { if(process.env.TRACE) console.log(lines.join('\n')); console.log(seed, o.violations.slice(0,6)); } }
}
console.log(total, 'bad', bad, kinds, (process.cpuUsage(a).user/1000/Number(n)).toFixed(1),'ms cpu per seed');
