package io.mailroom.benchmarks.conformance;
class Dump { public static void main(String[] a) throws Exception {
 Corpus corpus=Corpus.beside().get(); Findings f=new Findings();
 new MailcoreResults(corpus, f).compareAll(); System.err.println(f.messages()+" "+f.comparisons());
 new MailcoreSummaries(corpus, f).compareAll();System.err.println(f.messages()+" "+f.comparisons());
 new MimekitResults(corpus, f).compareAll();System.err.println(f.messages()+" "+f.comparisons());
 new Mime4jResults(corpus, f).compareAll();System.err.println(f.messages()+" "+f.comparisons());
 f.differences().forEach(d->System.out.println(d.row())); } }
